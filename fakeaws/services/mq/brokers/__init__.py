"""Brokers: their settings, their states, and the changes that wait for a reboot."""
