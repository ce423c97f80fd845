"""Real HTTP answers, made from the service model.

A call normally skips HTTP altogether. When botocore's own parser and retry handlers have to run, the result
or the error becomes what AWS would have sent: ``encode`` makes the bytes, ``botocore_answer`` wraps them for
botocore's and aiobotocore's ``before-send`` event.
"""
