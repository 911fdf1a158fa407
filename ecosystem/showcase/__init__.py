"""What exhibitors show: products, booth pages, favourites, enquiries, and how often a booth was looked at."""
