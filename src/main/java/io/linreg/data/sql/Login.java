package io.linreg.data.sql;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How to get into a database: a URL of JDBC, and the driver's properties, user and password among them. Of these no message may
 * give away what is secret, wherever it stands.
 */
public final class Login {
    private static final Pattern SUBPROTOCOL = Pattern.compile("jdbc:[A-Za-z0-9]+:");

    /** Host and database behind a user's name and password, where these hold nothing that could end them elsewhere. */
    private static final Pattern BEHIND_USER =
            Pattern.compile("(jdbc:[A-Za-z0-9]+:)//[^/@?;&]*@([^/@?;&=]+(?:/[^/@?;&=:]*)?)(?:[?;&][^@]*)?");

    private static final Pattern PARAMETER = Pattern.compile("([A-Za-z0-9_.]+)=([^&;]*)");

    private static final String HIDDEN = "***";

    private final String url;
    private final Properties properties = new Properties();
    private final Set<String> secrets = new LinkedHashSet<>();

    /** With the properties that a driver takes. */
    public Login(String url, Properties properties) {
        this.url = url.strip();
        properties
                .stringPropertyNames()
                .forEach(name -> this.properties.setProperty(name, properties.getProperty(name)));
        this.properties.stringPropertyNames().forEach(name -> addSecret(name, this.properties.getProperty(name)));
        Matcher parameter = PARAMETER.matcher(this.url);
        while (parameter.find()) {
            addSecret(parameter.group(1), parameter.group(2));
        }
        for (int at = this.url.indexOf('@'); at >= 0; at = this.url.indexOf('@', at + 1)) {
            addBefore(at);
        }
    }

    /** The password of name:password@host, or of name/password@host. */
    private void addBefore(int at) {
        String before = url.substring(0, at);
        int slashes = before.indexOf("//");
        String user = before.substring(slashes >= 0 ? slashes + 2 : "jdbc:".length());
        for (int i = 0; i < user.length(); i++) {
            if (user.charAt(i) == ':' || user.charAt(i) == '/') {
                add(user.substring(i + 1));
            }
        }
    }

    private void addSecret(String name, String value) {
        String key = name.toLowerCase(Locale.ROOT);
        if (key.contains("pass")
                || key.contains("pwd")
                || key.contains("secret")
                || key.contains("token")
                || key.contains("key")) {
            add(value);
        }
    }

    private void add(String secret) {
        if (!secret.isEmpty()) {
            secrets.add(secret);
            try {
                secrets.add(URLDecoder.decode(secret, StandardCharsets.UTF_8));
            } catch (IllegalArgumentException e) {
                return; // it is not encoded
            }
        }
    }

    /** What the driver takes. */
    public String url() {
        return url;
    }

    /** What the driver is to know besides, user and password among it. */
    public Properties properties() {
        return properties;
    }

    /** The database, as messages and reports may name it: host and name, and nothing of what could be secret. */
    public String shown() {
        Matcher behind = BEHIND_USER.matcher(url);
        if (behind.matches()) {
            return behind.group(1) + "//" + behind.group(2);
        }
        Matcher start = SUBPROTOCOL.matcher(url);
        String kind = start.lookingAt() ? start.group() : "jdbc:";
        if (url.contains("@")) {
            return kind + "...";
        }
        String plain = url.split("[?;&]", 2)[0];
        int equals = plain.indexOf('='); // jdbc:db2://host/base:user=...
        int end = equals < 0 ? plain.length() : Math.max(plain.lastIndexOf(':', equals), kind.length());
        return plain.length() < kind.length() ? kind + "..." : plain.substring(0, end);
    }

    /** A text without what is secret. */
    public String hide(String text) {
        String hidden = text.replace(url, shown());
        for (String secret : secrets) {
            hidden = hidden.replace(secret, HIDDEN);
        }
        return hidden;
    }
}
