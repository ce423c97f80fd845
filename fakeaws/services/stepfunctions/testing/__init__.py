"""TestState: one state on its own, with or without a mocked result, and what its data were on the way."""
