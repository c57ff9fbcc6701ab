// Starts Swagger UI. The credentials of a client are filled in by the demo alone; elsewhere this is null.
const CLIENT = null;

// Colouring is for what a person reads: beyond these characters it would take the page minutes.
const LONGEST_COLOURED = 50_000;

const plainWhereLong = () => ({
  wrapComponents: {
    SyntaxHighlighter: (Original, { React, getComponent }) => (props) => {
      const long = typeof props.children === "string" && props.children.length > LONGEST_COLOURED;
      return long
        ? React.createElement(getComponent("PlainTextViewer"), { className: props.className }, props.children)
        : React.createElement(Original, props);
    },
  },
});

// The field of HTTP Basic takes the focus, and the window scrolls past the way that most want.
const nothingFocused = () => ({
  wrapComponents: {
    Input: (Original, { React }) => (props) => React.createElement(Original, { ...props, autoFocus: false }),
  },
});

window.ui = SwaggerUIBundle({
  url: "/openapi.json",
  dom_id: "#swagger-ui",
  presets: [SwaggerUIBundle.presets.apis],
  plugins: [plainWhereLong, nothingFocused],
  layout: "BaseLayout",
  deepLinking: true,
  displayRequestDuration: true,
  filter: true,
  persistAuthorization: CLIENT !== null,
  tryItOutEnabled: true,
  validatorUrl: "none",
});
// No scope is ticked: a token asked for without any has all that its client may have.
if (CLIENT) window.ui.initOAuth(CLIENT);
