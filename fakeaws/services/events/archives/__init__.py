"""Archives of events, and replays of what they hold.

https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-archive.html
"""
