"""What exhibitors show: products, public booth pages, favourites and enquiries."""
