"""What CloudWatch keeps of metrics, and the statistics it makes of that."""
