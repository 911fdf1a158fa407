"""Papers of fundraising: copies that bear the name of who reads them."""
