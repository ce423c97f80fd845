"""A shop's order processing on Amazon SQS, SNS, Lambda, Step Functions and CloudWatch.

Orders come from the web checkout and from partner files, wait in a queue, are fulfilled by a pool of worker
threads, and confirmed to the checkout on its reply queue. A topic tells the rest of the company: billing, shipping,
audit, and an asyncio notifier that writes to the customer. A Lambda function writes invoices.
A FIFO topic carries customers' changes of address. Alarms watch the depth of the orders.
What the workshop makes to order is charged, asked for and shipped or refunded by a state machine.
"""
