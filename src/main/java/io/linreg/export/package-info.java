/** Models in formats that other programs predict with: PMML and ONNX. */
package io.linreg.export;
