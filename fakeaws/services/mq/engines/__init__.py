"""What engines there are, and what goes together with them."""
