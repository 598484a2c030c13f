module github.com/vugu/vjson

go 1.26.0

require summit v0.0.0

replace summit => ../..
