"""Tasks that send HTTP requests: to endpoints of anybody's, and to API Gateway's. The endpoints are the world's."""
