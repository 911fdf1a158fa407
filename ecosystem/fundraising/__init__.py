"""What founders raise and what comes of it: confidential documents, contacts, outcomes of meetings, the funnel."""
