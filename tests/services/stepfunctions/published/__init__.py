"""How the published workflows are run: what goes in, what tasks answer, which way that leads."""
