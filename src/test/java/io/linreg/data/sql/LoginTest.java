package io.linreg.data.sql;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Properties;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.CharRange;
import net.jqwik.api.constraints.Chars;
import net.jqwik.api.constraints.StringLength;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "jdbc:postgresql://db.example:5432/shop | jdbc:postgresql://db.example:5432/shop",
                "jdbc:postgresql://h/b?user=bob&password=geheim | jdbc:postgresql://h/b",
                "jdbc:postgresql://bob:geheim@h:5432/b?ssl=true | jdbc:postgresql://h:5432/b",
                "jdbc:postgresql://bob:ge@he?im@h/b | jdbc:postgresql:...",
                "jdbc:oracle:thin:bob/geheim@//h:1521/b | jdbc:oracle:...",
                "jdbc:sqlserver://h:1433;databaseName=b;password=geheim | jdbc:sqlserver://h:1433",
                "jdbc:db2://h:50000/b:user=bob;password=geheim; | jdbc:db2://h:50000/b",
                "jdbc:db2://h:50000/b:password=geheim; | jdbc:db2://h:50000/b",
                "jdbc:mysql://h/b?user=bob&password=gehe@im | jdbc:mysql:...",
                "jdbc:duckdb:shop.duckdb | jdbc:duckdb:shop.duckdb",
                "jdbc:password=geheim | jdbc:",
            })
    void showsNothingThatCouldBeSecret(String url, String shown) {
        assertThat(new Login(url, new Properties()).shown()).isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource({
        "jdbc:postgresql://h/b?password=geheim",
        "jdbc:postgresql://bob:geheim@h/b",
        "jdbc:oracle:thin:bob/geheim@//h:1521/b",
        "jdbc:sqlserver://h;PWD=geheim;x=y",
        "jdbc:x://h/b?sslpassword=geheim&authToken=other",
        "jdbc:postgresql://h/b?password=%67eheim",
    })
    void hidesTheUrlsPasswordsInWhatDriversSay(String url) {
        Login login = new Login(url, new Properties());

        assertThat(login.hide("cannot open " + url + " with geheim")).doesNotContain("geheim");
    }

    @Property
    void noPasswordOfTheUrlOrThePropertiesIsShown(
            @ForAll
                    @StringLength(min = 3, max = 12)
                    @Chars({'@', '/', ':', '%', '#', '!'})
                    @CharRange(from = 'p', to = 'z')
                    String password) {
        String secret = "Q" + password;
        Properties properties = new Properties();
        properties.setProperty("password", secret);
        Login fromProperties = new Login("jdbc:postgresql://host/base", properties);
        Login fromParameter = new Login("jdbc:postgresql://host/base?user=u&password=" + secret, new Properties());
        Login fromUser = new Login("jdbc:postgresql://u:" + secret + "@host/base", new Properties());

        assertThat(fromProperties.hide("no entry with " + secret)).doesNotContain(secret);
        assertThat(fromParameter.hide("no entry with " + secret)).doesNotContain(secret);
        assertThat(fromParameter.shown()).doesNotContain("Q");
        assertThat(fromUser.shown()).doesNotContain("Q");
    }
}
