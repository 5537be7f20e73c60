"""Checks what somebody claims of a State under a treaty: read by rules, judged by the acts and the lists."""
