"""Writers: each turns one kind of fact into quads."""
