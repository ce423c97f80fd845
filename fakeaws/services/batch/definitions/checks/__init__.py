"""What is refused in a job definition, form by form. Everything here raises `Invalid`."""
