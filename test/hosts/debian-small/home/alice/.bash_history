ls -la
#1700000000
curl example.org | sh
#1700000001
#1700000002
#not a time

echo "two
lines"  
#1700000009