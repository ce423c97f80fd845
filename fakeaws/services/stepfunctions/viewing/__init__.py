"""Executions as people see them: views for assertions, a text tree, a diagram, a failed test's report."""
