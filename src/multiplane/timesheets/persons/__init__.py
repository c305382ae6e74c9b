"""What people did: their time spents by day and period, and the tables of everybody's."""
