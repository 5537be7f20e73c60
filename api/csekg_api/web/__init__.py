"""What all routes share: problems, formats, headers, addresses, templates."""
