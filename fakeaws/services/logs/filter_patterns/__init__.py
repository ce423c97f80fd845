"""The filter patterns of CloudWatch Logs: terms, JSON selectors and space-delimited columns.

`parsing.parse` makes a `matching.FilterPattern` of a text; it is another language than the patterns of events.
"""
