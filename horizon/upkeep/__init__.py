"""Weekly care of a workspace: what retention says must go, leftovers of killed runs, and which sources are worth keeping."""
