"""The views of an account: pure functions on the arrays of one dispatch, metered or planned."""
