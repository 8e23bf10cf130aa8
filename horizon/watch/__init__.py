"""What an operator needs to know: how runs ended, what is wrong, and what to do about it."""
