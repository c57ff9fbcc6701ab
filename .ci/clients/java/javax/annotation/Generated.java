package javax.annotation;

/** What generated sources carry; the JDK has it no more since Java 11. */
public @interface Generated {
    String[] value();

    String date() default "";

    String comments() default "";
}
