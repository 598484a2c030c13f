# What users and CI call. Everything that is fetched or made lies in .cache, bin and dist, which git ignores.

ORT    := .cache/ort/package-lock.json
AXE    := .cache/axe/package-lock.json
CODE   := ./precompute/... ./shared/... ./site/... ./wasm/...
SITE   := precompute/internal/site/explorer
# libjpeg-turbo decodes JPEG files where its development package is there; what reads and writes them is then tested without it, too.
JPEG   := ./precompute/internal/dataset ./precompute/internal/card
TAGS   := $(shell pkg-config --exists libturbojpeg 2>/dev/null && echo -tags=turbojpeg)
INWASM = GOOS=js GOARCH=wasm go test -exec="'$(CURDIR)/build/wasm_exec.sh'"

.DEFAULT_GOAL := help
.PHONY: help demo build test test-wasm lint bench generate site serve size ort browser clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

demo: build ## run the embedded model over its data set and show the result on localhost:8080
	bin/precompute demo --out dist/demo

build: ort $(SITE)/index.html ## build bin/precompute, with the explorer in it
	go build $(TAGS) -o bin/precompute ./precompute

test: build browser $(AXE) test-native test-wasm ## run all tests

.PHONY: test-native
test-native: ort
	go test -timeout 30m $(TAGS) $(CODE)
	$(if $(TAGS),go test $(JPEG))
	cd wasm/vjson && go test ./...

test-wasm: ## run the tests of the shared packages in WebAssembly
	$(INWASM) ./shared/... ./wasm/state/...

lint: ## check style, layering and generated code
	build/lint/lint.sh

bench: build ## run the benchmarks, PageRank in WebAssembly too
	go test $(TAGS) -p 1 -run='^$$' -bench=. -benchmem $(CODE)
	$(INWASM) -run='^$$' -bench=PageRank ./shared/attribution

generate: ## make the generated code anew
	go generate $(CODE)

site: build ## make the static site with the demo's bundle in dist/site
	bin/precompute demo --no-serve --out dist/demo
	bin/precompute site --bundle dist/demo --out dist/site

serve: site ## make the site and serve it on localhost:8080
	bin/precompute serve dist/site

size: ## measure the explorer's download and compare it with its budget
	go run ./site/build --size

ort: $(ORT) ## bring ONNX Runtime's library from npm

$(ORT): build/ort/package-lock.json build/ort/fetch.sh build/npm.sh
	build/ort/fetch.sh $(@D)

$(AXE): build/axe/package-lock.json build/axe/fetch.sh build/npm.sh
	build/axe/fetch.sh $(@D)

browser: ## bring a browser for the end-to-end tests, where there is none
	@build/browser.sh

# What is compiled into the page; the command embeds the result.
$(SITE)/index.html: go.mod $(shell find wasm shared site -type f ! -name '*_test.go')
	go run ./site/build --out dist/explorer
	@touch $@

clean: ## remove what make has fetched and made
	rm -rf .cache bin dist
	git clean -qfX $(SITE)
