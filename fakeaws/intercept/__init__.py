"""Between botocore or aiobotocore and the router. The only package that knows their clients' internals."""
