"""What tests lean on: databases, applications, servers, a browser, a clock to hold, mails to read."""
