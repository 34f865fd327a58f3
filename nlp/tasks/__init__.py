"""The questions asked of articles: one task per file."""
