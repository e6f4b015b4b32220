package io.linreg.export;

import io.linreg.base.LinregException;
import io.linreg.base.Text;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.Transformer;
import javax.xml.transform.TransformerException;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/**
 * An XML element with attributes and children, by the JDK's own means. They write tabs and line ends in attributes so that they
 * come back, which its stream writer does not.
 */
final class XmlElement {
    private static final String DECLARATION = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";

    private final Element element;

    private XmlElement(Element element) {
        this.element = element;
    }

    /** A document's root, whose namespace its children share. */
    static XmlElement root(String namespace, String name) {
        try {
            Document document = DocumentBuilderFactory.newDefaultNSInstance()
                    .newDocumentBuilder()
                    .newDocument();
            Element root = document.createElementNS(namespace, name);
            document.appendChild(root);
            return new XmlElement(root);
        } catch (ParserConfigurationException e) {
            throw new IllegalStateException(e); // nothing was configured
        }
    }

    /** A new child, behind the others. */
    XmlElement child(String name) {
        Element child = element.getOwnerDocument().createElementNS(element.getNamespaceURI(), name);
        element.appendChild(child);
        return new XmlElement(child);
    }

    /**
     * The element itself, with an attribute.
     *
     * @throws LinregException if the value has a character that XML has not
     */
    XmlElement with(String name, String value) {
        if (!value.codePoints().allMatch(XmlElement::isXml)) {
            throw new LinregException("a name has a control character, and XML has none: " + Text.quote(value)
                    + "; rename it in the data and train again, or export to .onnx");
        }
        element.setAttribute(name, value);
        return this;
    }

    /** A Char of XML 1.0; a surrogate that stands alone is none. */
    private static boolean isXml(int c) {
        return c == '\t'
                || c == '\n'
                || c == '\r'
                || (c >= 0x20 && c <= 0xD7FF)
                || (c >= 0xE000 && c <= 0xFFFD)
                || c >= 0x10000;
    }

    /** Writes the document, indented; the stream stays open. */
    void writeTo(OutputStream out) throws IOException {
        try {
            out.write(DECLARATION.getBytes(StandardCharsets.UTF_8)); // the JDK's is not followed by a line end
            Transformer writer = TransformerFactory.newDefaultInstance().newTransformer();
            writer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
            writer.setOutputProperty(OutputKeys.INDENT, "yes");
            writer.setOutputProperty("{http://xml.apache.org/xslt}indent-amount", "2");
            writer.transform(new DOMSource(element.getOwnerDocument()), new StreamResult(out));
        } catch (TransformerException e) {
            throw new IOException(e);
        }
    }
}
