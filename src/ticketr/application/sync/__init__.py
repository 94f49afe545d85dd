"""Push, pull and status: snapshot, look, plan, apply, report."""
