"""Checks beyond single fields: transitions, names, scopes of variables, and what looks like a slip."""
