"""Every PDF: number, content, rendering and verification."""
