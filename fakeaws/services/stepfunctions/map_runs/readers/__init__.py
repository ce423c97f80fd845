"""ItemReader: items from S3.

What an object holds is read by functions of its text; `reading` asks S3 for what they need.
"""
