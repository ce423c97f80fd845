"""From a definition's JSON to typed states, one module per kind of state."""
