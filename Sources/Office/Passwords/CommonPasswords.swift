/// Passwords of 8 bytes and more that stand at the top of every published list of broken ones,
/// in the languages of our sellers; in lower case. Shorter ones are refused by their length.
enum CommonPasswords {
  static let all = Set(text.split(whereSeparator: \.isWhitespace).map(String.init))

  private static let text = """
    12345678 123456789 1234567890 12345678910 123456789a 123456789q 1234567891 0123456789
    0987654321 987654321 87654321 9876543210 11223344 1122334455 112233445566 12344321 123454321
    1234554321 12341234 123123123 1231231234 123321123 1233211234567 147258369 147852369
    159357456 159753456 741852963 789456123 78945612 963852741 321654987 369258147 102030405060
    10203040 20202020 20212021 20222022 20232023 20242024 20252025 20262026 19901990 19911991
    1234qwer 1234abcd 123456ab 12345qwert 123456qwerty 123qweasd 123qweasdzxc 123qwe123
    12qwaszx 1q2w3e4r 1q2w3e4r5t 1q2w3e4r5t6y 1qaz2wsx 1qaz2wsx3edc 1qazxsw2 1qaz1qaz 2wsx3edc
    a1234567 a12345678 a123456789 a1b2c3d4 a1s2d3f4 aa123456 aa12345678 aaa123456 ab123456
    abc12345 abc123456 abc123456789 abcd1234 abcdefgh abcdefg1 abcd12345 abcde12345 abcabc123
    access14 admin123 admin1234 admin12345 admin123456 administrator alexander alexandra
    asd123456 asdasd123 asdf1234 asdfasdf asdfghjk asdfghjkl asdfghjkl1 asdf;lkj azertyuiop
    babygirl babygirl1 baseball baseball1 basketball beautiful benjamin blink182 brooklyn
    business butterfly caroline changeme changeme1 changeme123 charlie1 chelsea1 chocolate
    christian christine christopher cocacola computer computer1 corvette courtney dallas22
    danielle december default1 deepak123 dolphin1 dragon123 einstein elephant elizabeth
    estrella february fireball firebird football football1 fortuna1 forever1 fuckyou1
    friendship fuckyou123 gabriela garfield gateway1 godisgood google123 green123 guest123
    hello123 hello1234 helloworld hellokitty hercules iloveyou iloveyou1 iloveyou2 iloveyou123
    iloveyou! infinity internet isabella jennifer jessica1 jonathan jordan23 katherine
    kristina lastfm123 letmein1 letmein123 linkedin liverpool liverpool1 lollipop lovelove
    loveyou1 lovely123 manchester margarita marlboro marseille master123 maverick mercedes
    mercury1 michael1 michelle midnight monkey123 motorola mustang1 myspace1 naruto123 nicholas
    november october1 p@ssw0rd p@ssword pa$$word pa55word pass1234 pass12345 passpass passw0rd
    passwort passwort1 password password! password. password0 password1 password1! password12
    password123 password123! password1234 password12345 password2 password3 password99
    patricia pakistan pokemon123 precious princess princess1 qazwsxedc qazwsx123 qazxswedc
    qwaszx123 qwe123456 qweasdzxc qweqweqwe qwer1234 qwer12345 qwerasdf qwert123 qwert12345
    qwertyui qwertyuio qwertyuiop qwertyuiop1 qwerty12 qwerty123 qwerty1234 qwerty12345
    qwerty123456 qwerty77 qwertyqwerty qweasd123 rainbow1 realmadrid rockstar1 rootroot
    samantha samsung1 scorpion secret123 seller123 seller1234 september shadow123 shopping
    slipknot snowball spiderman starwars starwars1 stephanie strawberry sunflower sunshine
    sunshine1 superman superman1 sweetheart teamo123 test1234 test12345 testtest thunder1
    tinkerbell trustno1 twilight user1234 usuario1 valentina vanessa1 veronica victoria
    vkontakte welcome1 welcome123 welcome1! welcome2 whatever william1 winter2024 winter2025
    summer2024 summer2025 woaini123 woaini520 woaini1314 5201314a zaq12wsx zaq1zaq1 zaq1xsw2
    zxcvbnm1 zxcvbnm123 zxcvbnm, zxcv1234 zxcvzxcv zz123456
    йцукенгш йцукенгшщз йцукен123 йцукен пароль пароль1 пароль12 пароль123 парольпароль
    привет12 привет123 любовь123 наташа123 максим123 фывапролд фывапрол ячсмить солнышко
    密码密码 我爱你我爱你
    """
}
