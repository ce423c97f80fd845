"""Property tests of queues and topics: hypothesis drives boto3 and a small model side by side.

They take seconds and always draw the same examples. ``FAKEAWS_EXAMPLES=20`` runs twenty times as many, drawn anew each
time: for a change of the queues, or over night.
"""
