"""Task: its attempts, their time-outs, heartbeats and tokens."""
