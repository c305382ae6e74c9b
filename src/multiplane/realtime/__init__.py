"""The live stream of every change: from PostgreSQL's NOTIFY to Socket.IO clients (00-conventions 12, 13)."""
