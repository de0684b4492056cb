"""Sample data: invented families, whose ways are played day by day through the real actions."""
