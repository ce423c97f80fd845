"""Users of ActiveMQ brokers; RabbitMQ's only one is made with the broker."""
