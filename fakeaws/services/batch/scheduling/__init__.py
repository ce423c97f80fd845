"""Which job gets which place, and when."""
