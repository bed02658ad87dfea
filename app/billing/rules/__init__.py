"""What is true of invoices and payments without a server: VAT, totals, documents, statements."""
