"""What Tasks call: functions, activities, AWS services, HTTP endpoints."""
