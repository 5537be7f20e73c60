"""Questions of who has which status under which treaties, on a day or in a period."""
