"""Core results as HTML, JSON, CSV and text."""
