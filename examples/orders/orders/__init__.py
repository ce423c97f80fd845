"""A shop's order processing on Amazon SQS.

Orders come from the web checkout and from partner files, wait in a queue, are fulfilled by a pool of worker
threads, confirmed to the checkout on its reply queue, and announced to the customer by an asyncio notifier.
"""
