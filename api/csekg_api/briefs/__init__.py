"""Briefs as documents: one content, set as a page, as PDF and as DOCX."""
