"""Pure decisions about prices, certificates, enquiries, routes through the halls and visits."""
