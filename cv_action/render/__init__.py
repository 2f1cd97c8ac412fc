"""A CV as documents: HTML, PDF, Markdown, text, DOCX and JSON Resume."""
