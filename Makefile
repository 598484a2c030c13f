ORT := .cache/ort

.PHONY: ort
ort: $(ORT)/package-lock.json ## bring ONNX Runtime's library

$(ORT)/package-lock.json: build/ort/package-lock.json build/ort/fetch.sh
	build/ort/fetch.sh $(ORT)
