"""Prefect flows: order, schedules and retries; the logic is in `horizon`."""
